### Texts of the portal's screens: <page>-<what>.
