"""The storeroom: settings, tables, keys, blobs, the queue's bell and the ledger's rows."""
