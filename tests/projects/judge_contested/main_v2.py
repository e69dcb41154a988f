"""The second version, which the set-up tells people to run."""

import asyncio


class Engine:
    async def spin(self):
        print("hello")


if __name__ == "__main__":
    asyncio.run(Engine().spin())
