### Pages that a browser shows when a sign-in at an identity provider did not happen.

sso-title = Sign-in not possible
sso-back = Back to the sign-in page
sso-no-provider = This way to sign in does not exist, or is not offered any more.
sso-choose-another-way = Go back to the sign-in page to choose another one.
sso-cancelled = The sign-in was given up at the identity provider.
sso-begin-again = Begin again from the sign-in page whenever you like.
sso-expired = This sign-in was begun in another browser or too long ago, or has been completed already.
sso-provider-failed = Your company's identity provider does not answer as it should.
sso-try-later = Try again in a few minutes. If it goes on, tell your IT department.
sso-not-believed = The identity provider's answer could not be verified.
sso-tell-your-it = Begin again from the sign-in page. If it happens again, tell your IT department.
sso-address-not-verified = The identity provider does not confirm that your e-mail address is yours.
sso-have-it-verified = Ask your IT department to have it verified there.
sso-address-not-covered = This identity provider does not answer for addresses of your domain.
sso-use-work-address = Sign in with your work address, or ask the administrator of your account.
sso-unknown-person = Nobody on this portal has your e-mail address.
sso-ask-for-an-invitation = Ask the administrator of your account to invite you.
sso-inactive-person = Your access to this portal has been turned off.
sso-ask-your-admin = Ask the administrator of your account.
sso-linked-otherwise = Your e-mail address is linked to another identity at this provider already.
sso-ask-the-supplier = Ask the support, who can remove this link.
