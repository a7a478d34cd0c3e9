export const securityPlace = '/settings/security'

export const usersPlace = '/settings/users'
