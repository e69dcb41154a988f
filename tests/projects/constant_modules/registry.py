"""What belongs to the program; nothing here is loaded by itself."""

STEPS = ["steps.knead", "steps.rise", "numpy"]
HANDLERS = {
    "bread": "handlers.bread_old",
    "cake": "handlers.cake",
    "pie": "handlers.pie",
}
OPTIONAL = ("steps.glaze",)
