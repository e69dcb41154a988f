"""The words of ``document_kinds`` in other languages than English: one row a language, the same columns for each.

A column is a text of alternatives between blanks, each a part of a case-insensitive pattern. They are written without
accents, to match the result of ``folded``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýÿё", "aaaaaaceeeeiiiinooooouuuuyyе")


def folded(text: str) -> str:
    """Return a text in lower case, without the accents of Latin letters."""
    lowered = text.lower()
    return lowered if lowered.isascii() else lowered.translate(_ACCENTS)


class Language(NamedTuple):
    """The words of one language. The first six columns are words in the names of documents."""

    name: str
    histories: str
    migrations: str
    accounts: str
    judgements: str
    plans: str
    lasting: str
    record_folders: str  # directories of records of decisions and changes
    records: str  # titles of records of changes
    files: str  # files, modules, scripts
    gone: str  # removed, deleted, moved, renamed, replaced, archived, obsolete
    removing: str  # to remove, to move: the same as an order or a plan
    former: str  # old, previous
    changed: str  # created, added, changed, updated, mended
    new: str
    before: str  # a heading above what was there before
    done: str  # headings above a report of what was done
    planned: str  # headings above a plan
    databases: str  # of which a migration is a task of today
    structures: str  # structure, layout, architecture
    examples: str
    tidying: str
    instructions: str  # headings above instructions
    forbidding: str  # the beginning of a sentence that forbids a command
    problems: str  # labels in a record of mended faults
    solutions: str
    alternatives: str  # or
    entries: str  # entry point
    winners: str  # a label before the version that was chosen, without accents
    writing: str  # orders to write a file, with accents
    works: str  # of a former way: it still works
    fails: str  # it no longer works, it is not supported any more
    editing: str  # orders to edit a file, with accents
    within: str  # in, of: before the file to edit
    articles: str
    choices: str  # a label of several words before the version that was chosen: the selected file


LANGUAGES = (
    Language(
        "pt",
        histories="limpeza refatoracao refatorado historico",
        migrations="migracao",
        accounts="relatorio relatorios resumo analise analises avaliacao revisao auditoria resultado resultados"
        " progresso correcoes concluido concluida completo completa implementacao",
        judgements="relatorio analise avaliacao revisao auditoria",
        plans="plano planos proposta propostas especificacao requisitos tarefas melhoria melhorias recomendacoes"
        " sugestoes",
        lasting="guia arquitetura estrutura instrucoes inicio",
        record_folders="decisoes historico",
        records=r"(?:historico|registro)\ de\ (?:alteracoes|mudancas|versoes)",
        files="arquivos? ficheiros? modulos? scripts?",
        gone="removid[oa]s? excluid[oa]s? deletad[oa]s? apagad[oa]s? movid[oa]s? renomead[oa]s? substituid[oa]s?"
        " arquivad[oa]s? obsolet[oa]s? descontinuad[oa]s? removemos removi",
        removing="remover remove remocao excluir deletar apagar mover renomear substituir consolidar consolidado"
        " migrar migrado",
        former="antig[oa]s? legad[oa]s? anterior anteriores",
        changed="criad[oa]s? criar modificad[oa]s? alterad[oa]s? adicionad[oa]s? corrigid[oa]s? atualizad[oa]s?"
        " duplicad[oa]s? redundantes? foi foram",
        new="nov[oa]s",
        before="antes",
        done=r"o\ que\ foi trabalho\ (?:feito|realizado) alteracoes\ (?:feitas|realizadas)",
        planned=r"(?:estrutura|arquitetura)\ (?:proposta|futura|planejada|recomendada) proposta\ de",
        databases="banco dados bd",
        structures="estruturas? arquitetura organizacao",
        examples="exemplos?",
        tidying="limpeza",
        instructions=r"uso como\ (?:usar|executar|rodar|iniciar) executar execucao rodar iniciar inicio instalacao"
        " instalar implantacao comandos?",
        forbidding=r"nao\ use nao\ (?:execute|rode|usar|executar)",
        problems="problema erro causa",
        solutions="solucao correcao",
        alternatives="ou",
        entries=r"ponto\ de\ entrada",
        winners="vencedor vencedora",
        writing=r"cri(?:e|ar) salv(?:e|ar) escrev(?:a|er)",
        works=r"ainda\ (?:funciona|suportad[oa]|disponivel|valid[oa]) continua\ (?:funcionando|disponivel)",
        fails=r"nao\ (?:funciona|existe|e\ suportad[oa])\ mais ja\ nao\ (?:funciona|existe)",
        editing="edit[ea] altere abra modifique configure ajuste",
        within="em no na do da",
        articles="[oa]",
        choices=r"(?:versao|arquivo|modulo|variante|ponto\ de\ entrada)"
        r"\ (?:escolhid[oa]|selecionad[oa]|vencedora?|oficial|definitiv[oa])",
    ),
    Language(
        "es",
        histories="limpieza refactorizacion historial",
        migrations="migracion",
        accounts="informe informes resumen analisis evaluacion progreso correcciones completado implementacion"
        " resultados",
        judgements="informe analisis evaluacion",
        plans="propuesta propuestas especificacion requisitos tareas mejoras recomendaciones sugerencias",
        lasting="guia arquitectura estructura instrucciones inicio",
        record_folders="decisiones historial",
        records=r"(?:historial|registro)\ de\ (?:cambios|versiones)",
        files="archivos? ficheros? modulos? scripts?",
        gone="eliminad[oa]s? borrad[oa]s? suprimid[oa]s? movid[oa]s? renombrad[oa]s? reemplazad[oa]s?"
        " sustituid[oa]s? archivad[oa]s? obsolet[oa]s?",
        removing="eliminar borrar renombrar reemplazar migrar",
        former="antigu[oa]s? viej[oa]s? anterior anteriores",
        changed="cread[oa]s? crear modificad[oa]s? cambiad[oa]s? anadid[oa]s? agregad[oa]s? actualizad[oa]s?"
        " corregid[oa]s? fue fueron",
        new="nuev[oa]s",
        before="antes",
        done=r"lo\ que\ se\ (?:hizo|ha\ hecho) que\ se\ hizo trabajo\ realizado cambios\ (?:realizados|hechos)",
        planned=r"(?:estructura|arquitectura)\ (?:propuesta|futura|planificada|recomendada) propuesta\ de",
        databases="base datos bd",
        structures="estructuras? arquitectura organizacion",
        examples="ejemplos?",
        tidying="limpieza",
        instructions=r"uso como\ (?:usar|ejecutar|iniciar) ejecutar ejecucion iniciar inicio instalacion instalar"
        r" despliegue comandos? puesta\ en\ marcha",
        forbidding=r"no\ (?:use|usar|uses|ejecute|ejecutar)",
        problems="problema error causa",
        solutions="solucion correccion",
        alternatives="o",
        entries=r"punto\ de\ entrada",
        winners="ganador ganadora",
        writing=r"cre(?:a|e|ar) guard(?:a|e|ar) escrib(?:e|a|ir)",
        works=r"(?:todavia|aun)\ (?:funciona|soportad[oa]|disponible|valid[oa]) sigue\ (?:funcionando|disponible)",
        fails=r"ya\ no\ (?:funciona|existe|se\ (?:usa|soporta))",
        editing="edit[ea] cambi[ea] abr[ea] modifi(?:ca|que) configur[ea] ajust[ea]",
        within="en de del",
        articles="el",
        choices=r"(?:version|archivo|fichero|modulo|variante|punto\ de\ entrada)"
        r"\ (?:elegid[oa]|seleccionad[oa]|ganadora?|oficial|definitiv[oa])",
    ),
    Language(
        "fr",
        histories="nettoyage refactorisation historique",
        migrations="",
        accounts="rapport rapports analyse bilan resultats corrections",
        judgements="rapport analyse",
        plans="proposition taches ameliorations recommandations",
        lasting="guide architecture demarrage",
        record_folders="decisions historique",
        records=r"(?:historique|journal)\ des\ (?:modifications|changements|versions)",
        files="fichiers? modules? scripts?",
        gone="supprimee?s? effacee?s? deplacee?s? renommee?s? remplacee?s? archivee?s? retiree?s? obsoletes?",
        removing="supprimer renommer deplacer remplacer migrer",
        former="anciens? anciennes? precedente?s?",
        changed="creee?s? cree creer modifiee?s? changees? ajoutee?s? corrigee?s? corrige doublons? etait etaient",
        new="nouveaux nouvelles",
        before="avant",
        done=r"ce\ qui\ a\ ete travail\ (?:effectue|realise) modifications\ (?:effectuees|apportees)",
        planned=r"(?:structure|architecture)\ (?:proposee|future|cible|recommandee) migration\ (?:depuis|vers)",
        databases="base donnees bdd",
        structures="structures? architecture organisation arborescence",
        examples="exemples?",
        tidying="nettoyage",
        instructions="utilisation lancer lancement demarrage demarrer deploiement commandes? installation installer",
        forbidding=r"ne\ pas",
        problems="probleme erreur cause",
        solutions="solution correction",
        alternatives="ou",
        entries=r"point\ d.entree",
        winners="gagnant gagnante",
        writing=r"cr[ée](?:ez|er) enregistre[rz] [ée]cri(?:vez|re)",
        works=r"(?:fonctionne|marche|disponible|valable)\ (?:encore|toujours)"
        r" (?:encore|toujours)\ (?:disponible|valable|supportee?|possible)",
        fails=r"ne?\ (?:fonctionne|marche)\ plus n'(?:existe|est)\ plus",
        editing="[ée]dit(?:ez|er) modifi(?:ez|er) ouvr(?:ez|ir) chang(?:ez|er) adapt(?:ez|er)",
        within="dans de du",
        articles="le",
        choices=r"(?:version|fichier|module|variante|point\ d.entree)"
        r"\ (?:choisie?|retenue?|selectionnee?|officiel(?:le)?|gagnante?)",
    ),
    Language(
        "de",
        histories="bereinigung umbau",
        migrations="umstellung",
        accounts="bericht berichte zusammenfassung auswertung ergebnis ergebnisse fortschritt",
        judgements="bericht auswertung",
        plans="vorschlag anforderungen aufgaben verbesserungen",
        lasting="anleitung architektur handbuch",
        record_folders="entscheidungen verlauf",
        records="anderungsprotokoll anderungshistorie versionsgeschichte",
        files="datei(?:en)? module?n? skripte?n? scripts?",
        gone=r"(?:ge)?losch(?:t|te|ten)\w* entfernt\w* umbenannt\w* ersetzt\w* verschoben\w* archiviert\w*"
        r" veraltet\w*",
        removing="loschen entfernen umbenennen ersetzen verschieben",
        former=r"alt(?:e[rnsm]?) bisherig\w* fruhere?\w* ehemalig\w*",
        changed=r"erstellt\w* erstellen angelegt\w* geandert\w* hinzugefugt\w* aktualisiert\w* behoben\w* wurden? war"
        " waren",
        new="neuen?",
        before="vorher bisher vor",
        done=r"was\ (?:wurde|gemacht) erledigte?\w*\ arbeit\w* durchgefuhrte?\ anderungen",
        planned=r"geplante?\w* vorgeschlagene?\w* empfohlene\ struktur umstellung\ (?:von|auf) migration\ (?:von|auf)",
        databases=r"datenbank\w*",
        structures=r"\w*struktur aufbau architektur gliederung",
        examples="beispiele?",
        tidying="bereinigung",
        instructions="nutzung verwendung starten ausfuhren einrichtung befehle installation",
        forbidding="nicht",
        problems="problem fehler ursache",
        solutions="losung behebung",
        alternatives="oder",
        entries=r"einstiegspunkt hauptprogramm",
        winners="gewinner sieger",
        writing=r"erstellen? speicher[en] schreiben? legen?",
        works=r"funktioniert\ (?:noch|weiterhin) (?:noch|weiterhin)\ (?:unterstutzt|moglich|gultig|verfugbar)",
        fails=r"nicht\ mehr",
        editing="bearbeiten? [äa]ndern? [öo]ffnen? [öo]ffne [äa]ndere anpassen",
        within="in im von",
        articles="de[rmn] die das",
        choices=r"(?:gewahlte|ausgewahlte|massgebliche|verbindliche|offizielle)[rsn]?"
        r"\ (?:variante|version|datei|modul|einstiegspunkt|hauptprogramm)",
    ),
    Language(
        "it",
        histories="pulizia",
        migrations="migrazione",
        accounts="relazione riepilogo analisi risultati",
        judgements="",
        plans="piano proposta",
        lasting="guida architettura avvio",
        record_folders="decisioni cronologia",
        records=r"(?:registro|cronologia)\ delle\ (?:modifiche|versioni)",
        files="file moduli modulo script",
        gone="rimoss[oaie] eliminat[oaie] cancellat[oaie] spostat[oaie] rinominat[oaie] sostituit[oaie]"
        " archiviat[oaie] obsolet[oaie]",
        removing="rimuovere eliminare rinominare sostituire spostare",
        former="vecchi[oae]? precedenti",
        changed="creat[oai] creare modificat[oaie] aggiunt[oaie] aggiornat[oaie] corrett[oaie]",
        new="nuov[oaie]",
        before="prima",
        done=r"cosa\ e\ stat[oa] lavoro\ svolto modifiche\ (?:effettuate|apportate)",
        planned=r"(?:struttura|architettura)\ (?:proposta|futura|consigliata) proposta\ di",
        databases="database",
        structures="strutture? struttura architettura organizzazione",
        examples="esempi[o]?",
        tidying="pulizia",
        instructions="utilizzo avvio avviare esecuzione installazione",
        forbidding=r"non\ (?:usare|eseguire)",
        problems="problema errore causa",
        solutions="soluzione correzione",
        alternatives="oppure",
        entries=r"punto\ di\ ingresso",
        winners="vincitore vincitrice",
        writing=r"cre(?:a|are) salva(?:re)? scriv(?:i|ere)",
        works=r"funziona\ ancora ancora\ (?:supportat[oa]|disponibile|valid[oa])",
        fails=r"non\ (?:funziona|esiste|e)\ piu",
        editing="modifi(?:ca|care|cate) apri(?:re|te)? cambia(?:re|te)? configura",
        within="in nel del di",
        articles="il",
        choices=r"(?:versione|file|modulo|variante|punto\ di\ ingresso)"
        r"\ (?:scelt[oa]|selezionat[oa]|ufficiale|definitiv[oa]|vincente)",
    ),
    Language(
        "ru",
        histories="",
        migrations="миграция",
        accounts="отчет отчеты анализ итоги сводка",
        judgements="отчет",
        plans="план предложения",
        lasting="руководство архитектура структура инструкция",
        record_folders="решения история",
        records=r"(?:история|журнал|список)\ (?:изменений|версий)",
        files=r"файл\w{0,3} модул\w{1,3} скрипт\w{0,3}",
        gone=r"удален\w* перемещен\w* переименован\w* заменен\w* архивирован\w* устарел\w* устаревш\w*",
        removing="удалить удаление переместить переименовать заменить",
        former=r"стар(?:ый|ая|ое|ые|ой|ого|ых|ую|ом) прежн\w* бывш\w*",
        changed=r"создан\w* создать добавлен\w* изменен\w* измененн\w* обновлен\w* исправлен\w* был[аои]?",
        new="новы[ех]",
        before="раньше до было",
        done=r"что\ (?:было\ )?(?:сделано|изменено|изменилось) (?:выполненн|проделанн)\w*\ работ\w*"
        r" внесенн\w*\ изменени\w*",
        planned=r"(?:предлагаем|планируем|будущ|рекомендуем)\w*\ (?:структур|архитектур)\w* план\ миграция"
        r" переход\ (?:на|от|с) миграци\w*\ (?:на|с|со|от|из)",
        databases=r"баз\w* данных бд",
        structures=r"структур\w{1,2} архитектур\w{1,2}",
        examples=r"пример\w{0,2}",
        tidying="очистка уборка",
        instructions=r"запуск\w? установка использование развертывание команды запустить как\ запустить"
        r" быстрый\ старт",
        forbidding=r"не\ (?:используйте|запускайте|использовать|запускать|используй|запускай)",
        problems="проблема ошибка причина",
        solutions="решение исправление",
        alternatives="или",
        entries=r"точк\w\ входа",
        winners="победитель",
        writing=r"созда(?:йте|й|ть) сохраните напишите",
        works=r"(?:все\ )?еще\ (?:работает|поддерживается|доступ\w+)"
        r" по-прежнему\ (?:работает|поддерживается|доступ\w+)",
        fails=r"больше\ не(?:\ \w+)?",
        editing="измените откройте отредактируйте настройте",
        within="в во",
        articles="",
        choices=r"(?:выбранн|основн|официальн|итогов)\w{2}\ (?:вариант|версия|файл|модуль)"
        r" (?:выбранная|основная|официальная)\ точка\ входа",
    ),
)


class _Unspaced(NamedTuple):
    """The words of a language that writes no blanks between words: they are found anywhere in a text."""

    files: str
    gone: str
    former: str
    changed: str
    entries: str
    structures: str
    problems: str
    solutions: str
    choices: str


_UNSPACED = (
    _Unspaced(
        "文件 模块 脚本",
        "删除 移除 废弃 弃用",
        "旧 以前",
        "创建 新增 修改 新建 更新 添加",
        "入口",
        "结构 架构",
        "问题 原因 错误 现象",
        "解决方案 解决方法 解决 修复 修正",
        "选定版本 选定文件 最终选择 最终版本 胜出 权威入口",
    ),
    _Unspaced(
        "ファイル モジュール スクリプト",
        "削除 廃止",
        "旧",
        "作成 変更 追加 修正 更新",
        "エントリーポイント 入口",
        "構成 構造",
        "問題 原因 症状",
        "解決策 解決 対応 修正",
        "採用版 選定版 採用ファイル",
    ),
    _Unspaced(
        "파일 모듈 스크립트",
        "삭제 제거",
        # Compounds have no blanks either, but an adjective begins a word: "former" is also inside "agent".
        "(?<![가-힣])이전",
        "생성 변경 추가 수정 작성",
        "진입점",
        "구조",
        "문제 원인 증상",
        "해결책 해결 수정",
        "선정 최종선택",
    ),
)


@cache
def words(column: str) -> frozenset[str]:
    """Return the words of a column that holds plain words, of all languages."""
    return frozenset(word for language in LANGUAGES for word in getattr(language, column).split())


@cache
def compound_tails() -> tuple[str, ...]:
    """Return the words in the names of German documents, each of which may end a longer one: ``abschlussbericht``."""
    german = next(language for language in LANGUAGES if language.name == "de")
    columns = (german.histories, german.migrations, german.accounts, german.plans, german.lasting)
    return tuple(word for column in columns for word in column.split())


@cache
def pattern(column: str) -> str:
    """Return a pattern of whole words for a column, of all languages."""
    spaced = rf"(?<!\w)(?:{_alternatives(column)})(?!\w)"
    return f"{spaced}|{unspaced}" if (unspaced := unspaced_pattern(column)) else spaced


@cache
def unspaced_pattern(column: str) -> str:
    """Return a pattern for a column of the languages that write no blanks between words, or ""."""
    return "|".join(part for each in _UNSPACED for part in getattr(each, column, "").split())


@cache
def _word_pattern(column: str) -> re.Pattern[str]:
    return re.compile(_alternatives(column))


def is_word(column: str, word: str) -> bool:
    """True if a folded word stands in a column of single words, in any language that separates words by blanks."""
    return _word_pattern(column).fullmatch(word) is not None


def _alternatives(column: str) -> str:
    """Return the alternatives of all languages: the text between blanks that no backslash precedes."""
    texts = (getattr(language, column) for language in LANGUAGES)
    return "|".join(sorted({part for text in texts for part in re.split(r"(?<!\\) +", text) if part}))
