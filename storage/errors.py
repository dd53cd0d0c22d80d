"""Errors of the database layer."""


class StorageError(Exception):
    """The database could not do what was asked."""


class SchemaTooNewError(StorageError):
    """The database was made by a newer Push-In; start that version, or restore an older backup."""


class ReadInReadError(StorageError):
    """A read was begun inside a read on the same thread; pass the scope on instead."""


class TenancyError(StorageError):
    """A statement did not name its workspace."""


class BackupError(StorageError):
    """A backup could not be made, or be put back; nothing was changed."""
