"""Lines to blocks to articles: what each piece of the page is and to which article it belongs."""
