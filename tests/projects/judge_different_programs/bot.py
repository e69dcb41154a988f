import discord

client = discord.Client()

if __name__ == "__main__":
    client.run("x")
