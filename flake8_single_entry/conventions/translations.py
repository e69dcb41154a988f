"""The word tables of ``document_kinds`` in Portuguese, Spanish, French, German, Italian and Russian.

All words are written without accents, to match the result of ``folded``.
"""

from __future__ import annotations

from flake8_single_entry.conventions.tables import word_set

_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýÿё", "aaaaaaceeeeiiiinooooouuuuyyе")


def folded(text: str) -> str:
    """Return a text in lower case, without the accents of Latin letters."""
    lowered = text.lower()
    return lowered if lowered.isascii() else lowered.translate(_ACCENTS)


# Words in file names, by the kind of the document.
HISTORY_FILES = word_set(
    "limpeza limpieza nettoyage bereinigung pulizia refatoracao refatorado refactorizacion refactorisation umbau "
    "historico historial historique migracao migracion umstellung migrazione"
)
MIGRATIONS = word_set("migracao migracion umstellung migrazione")
ACCOUNTS = word_set(
    "relatorio relatorios resumo analise analises avaliacao revisao auditoria resultado resultados progresso correcoes "
    "concluido concluida completo completa implementacao informe informes resumen analisis evaluacion progreso "
    "correcciones completado implementacion rapport rapports analyse bilan resultats corrections bericht "
    "berichte zusammenfassung auswertung ergebnis ergebnisse fortschritt relazione riepilogo analisi risultati "
    "отчет отчеты анализ итоги сводка"
)
JUDGING = word_set(
    "relatorio analise avaliacao revisao auditoria informe analisis rapport analyse bericht auswertung отчет"
)
PLANS = word_set(
    "plano planos proposta propostas especificacao requisitos tarefas melhoria melhorias recomendacoes sugestoes "
    "propuesta propuestas especificacion requisitos tareas mejoras recomendaciones sugerencias proposition taches "
    "ameliorations recommandations vorschlag anforderungen aufgaben verbesserungen piano proposta план предложения"
)
LASTING = word_set(
    "guia arquitetura estrutura instrucoes inicio arquitectura estructura instrucciones guide demarrage anleitung "
    "architektur handbuch guida architettura avvio руководство"
)

# Words in a sentence that names a file.
RETIRED_WORDS = word_set(
    "remover remove removi removido removida removidos removidas remocao excluir excluido excluida deletar deletado "
    "apagar apagado mover movido movida renomear renomeado renomeada substituir substituido substituida antigo antiga "
    "antigos antigas obsoleto obsoleta duplicado duplicada duplicados duplicadas redundante consolidar consolidado "
    "migrar migrado criar criado criada criados modificado modificada corrigido atualizado foi foram "
    "eliminar eliminado eliminada eliminados borrar borrado borrada renombrar renombrado renombrada reemplazar "
    "reemplazado reemplazada antiguo antigua antiguos antiguas crear creado creada creados actualizado corregido fue "
    "supprimer supprime supprimee supprimes renommer renomme renommee deplace remplace remplacee ancien ancienne "
    "obsolete creer cree creee doublon corrige etait "
    "loschen geloscht entfernt entfernen umbenannt ersetzt verschoben alte altes veraltet erstellen erstellt "
    "geandert wurde wurden war "
    "rimuovere rimosso rimossa eliminato eliminata rinominato sostituito spostato vecchio vecchia creare creato "
    "удалить удален удалена удалено удалены переименован перемещен заменен старый старая старое устарел устарело "
    "создать создан был была"
)

# Headings and introductory sentences: alternatives for a case-insensitive pattern.
RETIRED_HEADING = (
    r"\b(?:removid[oa]s?|excluid[oa]s?|antig[oa]s|arquivad[oa]s?|eliminad[oa]s?|borrad[oa]s?|archivad[oa]s?"
    r"|supprimee?s?|anciens?|anciennes?|archivee?s?|geloscht\w*|entfernt\w*|veraltet\w*|rimoss[oaie]|obsolet[oae]s?"
    r"|удален\w*|устарев\w*)\b|^\W*(?:antes|avant|vorher|prima)\W*$|^\W*antes\b\s*[:(/]"
)
WEAK_HEADING = (
    r"\b(?:estrutura|estructura|arquitetura|arquitectura)\ (?:proposta|propuesta|futura|planejada|planificada)\b"
    r"|\b(?:proposta\ de|propuesta\ de|migracao|migracion)\b|\b(?:structure|architecture)\ (?:proposee|future|cible)\b"
    r"|\bgeplante?\b"
)
UNSETTLED_HEADING = (
    r"\b(?:arquivos|ficheiros|archivos|modulos|scripts)\ (?:criad|cread|modificad|alterad|cambiad|atualizad|actualizad"
    r"|novos|nuevos|a\ )\w*|\b(?:fichiers|modules)\ (?:crees|modifies|ajoutes|a\ )\w*"
    r"|\b(?:erstellte|geanderte|neue)\ dateien\b|\bfile\ (?:creati|modificati)\b"
    r"|\b(?:estrutura|estructura)\ recomendada\b|\b(?:exemplos?|ejemplos?|exemples?|beispiele?|esempi[o]?|примеры?)\b"
    r"|\bo\ que\ foi\b|\b(?:созданные|измененные)\ файлы\b"
)
TIDYING = r"\b(?:limpeza|limpieza|nettoyage)\b"
INSTRUCTIVE_HEADING = (
    r"\b(?:uso|como\ (?:usar|executar|rodar|iniciar|ejecutar)|executar|execucao|rodar|iniciar|inicio|instalacao"
    r"|instalar|implantacao|comandos?|ejecutar|ejecucion|instalacion|despliegue|puesta\ en\ marcha"
    r"|utilisation|lancer|lancement|demarrage|demarrer|deploiement|commandes?"
    r"|nutzung|verwendung|starten|ausfuhren|einrichtung|befehle|utilizzo|avvio|avviare|esecuzione|installazione"
    r"|запуск|установка|использование)\b"
)
DISMISSING_LEAD = r"^\W*(?:antig[oa]s?|antiguo|ancienn?e?|veraltet|vecchi[oa]|nao\ use|no\ use|ne\ pas|nicht)\b"
