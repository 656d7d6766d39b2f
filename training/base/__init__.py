"""How the shipped embedding was made: distillation from a teacher network. See docs/recipe.md."""
