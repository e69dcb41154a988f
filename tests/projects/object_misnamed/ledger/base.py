class Base:
    def run(self) -> None:
        print("run")
