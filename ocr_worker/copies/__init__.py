"""Copies of a document's pages as PDF files: with the words to be searched, or with findings painted over.

Made from the pages as they were read and from nothing else of the upload, so that no metadata, hidden text,
attachment or earlier revision of the source can come along.
"""
