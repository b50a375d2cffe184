"""How the theme model is made and measured: material, fitting, figures and the model card."""
