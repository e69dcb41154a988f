"""The lesson app_settings."""

if __name__ == "__main__":
    print("app_settings")
