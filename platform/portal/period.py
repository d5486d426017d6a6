"""A period that papers and packages are made for, as a form."""

from datetime import UTC

from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired, ValidationError

from portal.doors import house


class PeriodForm(FlaskForm):  # type: ignore[misc]
    """Two days, both part of the period."""

    since = DateField("From", [InputRequired("Enter the first day of the period.")])
    until = DateField("To", [InputRequired("Enter the last day of the period.")])

    def validate_until(self, field: DateField) -> None:
        """Check that the period does not end before it begins."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError("The last day lies before the first one.")

    def validate_since(self, field: DateField) -> None:
        """Check that the period has begun."""
        if field.data and field.data > house().now().astimezone(UTC).date():
            raise ValidationError("The first day lies in the future.")
