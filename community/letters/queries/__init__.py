"""What is asked about letters: which are due, what addresses take, and how many there were."""
