"""How the starter theme model was made and measured: material, figures and the model card."""
