"""The newest word of a person on a consent is found by an index, however many there are."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the words as the gate asks for them; that index finds a person's, too."""
    op.create_index("ix_consent_word", "consent", ["person", "consent", "document", "number"])
    op.drop_index("ix_consent_person", "consent")


def downgrade() -> None:
    """Index the person alone."""
    op.create_index("ix_consent_person", "consent", ["person"])
    op.drop_index("ix_consent_word", "consent")
