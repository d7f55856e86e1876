"""What people say about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.files.images import NotAPicture, encode_avatar
from community.people.models import ContactAudience, Person


class ProfileForm(forms.ModelForm[Person]):
    """The own profile."""

    contact_audience = forms.ChoiceField(
        label=_("Who sees my e-mail address and telephone"),
        choices=ContactAudience.choices,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=[("pl", "Polski"), ("en", "English")])
    expertise = forms.CharField(
        label=_("What others can ask me about"),
        required=False,
        max_length=300,
        help_text=_("A few topics separated by commas, for example: rain gardens, tenders."),
    )

    class Meta:
        model = Person
        fields = (
            "name",
            "position",
            "bio",
            "expertise",
            "phone",
            "contact_audience",
            "is_profile_public",
            "may_be_asked",
            "language",
        )
        labels = {
            "name": _("Name"),
            "position": _("Position"),
            "bio": _("About me"),
            "phone": _("Telephone"),
            "is_profile_public": _("My profile can be seen without signing in"),
            "may_be_asked": _("I may be asked by name to answer a question"),
        }
        widgets = {
            "bio": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        }

    def clean_name(self) -> str:
        """Returns the name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_bio(self) -> str:
        """Returns the text, or says that it is too long."""
        bio = str(self.cleaned_data["bio"])
        if len(bio) > 2000:
            raise forms.ValidationError(_("Keep it under 2000 characters."))
        return bio

    def clean_expertise(self) -> str:
        """Returns the topics in lower case, each once, joined by a comma and a blank."""
        topics = (" ".join(word.split()).lower() for word in self.cleaned_data["expertise"].split(","))
        return ", ".join(dict.fromkeys(topic for topic in topics if topic))


class AvatarForm(forms.Form):
    """A picture of oneself; what it is, its content decides."""

    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a picture first."), "empty": _("This file is empty.")},
    )

    def clean_picture(self) -> bytes:
        """Returns the uploaded bytes once they have proved to be a picture."""
        content: bytes = self.cleaned_data["picture"].read()
        try:
            encode_avatar(content)
        except NotAPicture as problem:
            raise forms.ValidationError(str(problem)) from None
        return content
