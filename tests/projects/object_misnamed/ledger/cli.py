from ledger.base import Base


class Command(Base):
    def go(self) -> None:
        print("go")


def main() -> None:
    Command().go()
