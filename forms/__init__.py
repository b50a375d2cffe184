"""What is asked: questionnaires as data, and the form fields made from them."""
