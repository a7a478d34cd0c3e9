export const securityPlace = '/settings/security'
