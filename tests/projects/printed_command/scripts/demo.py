"""Show what the service can do."""

print("Start the dashboard first: python app.py")
print("Then read the figures with: python figures.py")
