### Texts of the ways in: passwords, second factor, passkeys, tokens.

## What is copied

## Who one is, asked again
access-proof = Confirm who you are
access-proof-text = You logged in more than ten minutes ago. To be safe, confirm that it is you.
access-proof-password = Your password
access-proof-code = Or a one-time code
access-proof-code-hint = Of your authentication app, or a recovery code. One of the two is enough.
access-proof-submit = Confirm

## Signing in
login-passkey = Log in with a passkey
login-passkey-cancelled = Logging in with a passkey was cancelled. Try again, or use your password.
login-passkey-failed = Your browser could not use a passkey here. Use your password.

## Password
access-password = Password
access-password-text = Choose a password that you use nowhere else. Changing it logs your other devices out.
access-password-current = Current password
access-password-submit = Change the password
access-password-changed = Your password is changed. Your other sessions have ended.

## Second factor
access-factor = Two-factor authentication
access-factor-text = Besides the password, a code of your telephone is asked for: a stolen password is not enough any more.
access-factor-on = On
access-factor-off = Off
access-factor-since = Since:
access-factor-required = Your role must have two-factor authentication.
access-factor-how = You need an authentication app, for example Aegis, FreeOTP, Google Authenticator or Microsoft Authenticator.
access-factor-start = Set up
access-factor-scan = Photograph this QR code with your authentication app.
access-factor-picture = QR code for your authentication app. The secret key below says the same in text.
access-factor-secret = Secret key
access-factor-secret-hint = To be typed into the app if you cannot photograph the picture.
access-factor-type = Type the six-digit code that the app shows.
access-factor-code = One-time code
access-factor-wrong = This is not the right code. Wait for the next one, and check your telephone's clock.
access-factor-confirm = Turn on
access-factor-disable = Turn off
access-factor-disable-title = Turn two-factor authentication off?
access-factor-disable-text = Your password will be enough again to log in. The app's key and the recovery codes are forgotten.
access-factor-disabled = Two-factor authentication is off.
access-codes = Recovery codes
access-codes-once = Keep these codes: they will not be shown again.
access-codes-text = If you lose your telephone, each of them takes the place of the app's code, once. Keep them somewhere safe, not in that telephone.
access-codes-save = Download
access-codes-file = Recovery codes of the support portal. Each is good for one use.
access-codes-no-copy = Your browser does not allow copying here. Download the codes.
access-codes-kept = I have kept these codes
access-codes-left = { $count } { $count ->
    [one] recovery code left
   *[other] recovery codes left
}
access-codes-few = Running out
access-codes-renew = New recovery codes
access-codes-renew-text = The codes that you have kept will be worth nothing any more.
access-codes-renew-submit = Make the codes
access-due-title = Protect your account
access-due-text = Your role must have two-factor authentication. Set it up to go on: it takes a minute.

## Passkeys
access-passkeys = Passkeys
access-passkeys-text = Log in without a password, by your fingerprint, your face or your device's code.
access-passkeys-none = You have no passkey yet.
access-passkey-unsupported = This browser does not know passkeys.
access-passkey-add = Add a passkey
access-passkey-add-text = Your browser then asks where to keep it: in this device, a telephone or a security key.
access-passkey-name = Name of the passkey
access-passkey-name-hint = To know it again in the list, for example “Claire's telephone”.
access-passkey-name-default = Passkey
access-passkey-unused = Never used
access-passkey-continue = Continue
access-passkey-added = Your passkey is ready.
access-passkey-cancelled = This was cancelled. You can start again.
access-passkey-already = This device has a passkey for you already.
access-passkey-failed = Your browser could not make a passkey here.
access-passkey-rename = Rename { $name }
access-passkey-rename-title = Rename the passkey
access-passkey-remove-title = Remove this passkey?
access-passkey-remove-text = “{ $name }” will not log you in any more. Remove it from your device as well, which knows nothing of this.
access-passkey-removed = The passkey is removed.
access-remove = Remove
access-created = Created:
access-last-used = Last used:
access-never-used = Never used

## API tokens
access-tokens = API tokens
access-tokens-text = They give your programs access to the API in your name, without your password.
access-tokens-none = You have no token.
access-token-create = Create a token
access-token-name = Name
access-token-name-hint = What it is for, for example “Nightly export”.
access-token-lives = Valid for
access-token-days = { $count } days
access-token-scopes = What it permits
access-token-no-scope = Tick one permission at least.
access-token-submit = Create
access-token-expires = Expires:
access-token-made = Your token is made
access-token-once = Copy it now: it will not be shown again.
access-token-secret = Token
access-token-secret-hint = To be sent in the header Authorization: Bearer.
access-token-kept = I have kept the token
access-token-revoke = Revoke
access-token-revoke-title = Revoke this token?
access-token-revoke-text = Programs that use “{ $name }” lose their access, at once and for good.
access-token-revoked = The token is revoked.

## What a token permits
