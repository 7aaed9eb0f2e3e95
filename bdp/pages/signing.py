"""Signing in and out of pages: projects are for people who look after nothing in the admin."""

from django.contrib.auth.views import LoginView

from apps.accounts.site import SignInToPages, SignOut

sign_in = LoginView.as_view(
    template_name="pages/sign_in.html",
    authentication_form=SignInToPages,
    next_page="/projects",
    redirect_authenticated_user=True,
)
sign_out = SignOut.as_view(next_page="/")
