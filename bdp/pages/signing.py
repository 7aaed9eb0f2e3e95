"""Signing in and out of pages: projects are for people who look after nothing in the admin."""

from django.contrib.auth.views import LoginView, LogoutView

from apps.accounts.site import SignInToPages

sign_in = LoginView.as_view(
    template_name="pages/sign_in.html",
    authentication_form=SignInToPages,
    next_page="/projects",
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view(next_page="/")
