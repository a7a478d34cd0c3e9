// Passkeys are the one thing on these pages that a browser offers to scripts only.
(() => {
  'use strict'
  const main = document.querySelector('main')
  const { base, csrf } = main.dataset
  const alertBox = document.getElementById('passkey-error')

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '')
  const withBytes = (credentials) => (credentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }))

  async function post(path, body) {
    const response = await fetch(base + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-TOKEN': csrf },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    if (!response.ok) throw new Error('The passkey was not accepted.')
    return response.json()
  }

  async function show() {
    const options = await post('/webauthn/authenticate/options')
    const found = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: withBytes(options.allowCredentials),
      },
    })
    const { next } = await post('/login/webauthn', {
      id: found.id,
      rawId: text(found.rawId),
      type: found.type,
      response: {
        authenticatorData: text(found.response.authenticatorData),
        clientDataJSON: text(found.response.clientDataJSON),
        signature: text(found.response.signature),
        userHandle: found.response.userHandle ? text(found.response.userHandle) : undefined,
      },
      clientExtensionResults: found.getClientExtensionResults(),
      authenticatorAttachment: found.authenticatorAttachment,
    })
    location.assign(next)
  }

  async function make() {
    const label = document.getElementById('label').value.trim()
    if (label === '') throw new Error('Give the passkey a name.')
    const options = await post('/webauthn/register/options')
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: withBytes(options.excludeCredentials),
      },
    })
    await post('/webauthn/register', {
      publicKey: {
        credential: {
          id: made.id,
          rawId: text(made.rawId),
          type: made.type,
          response: {
            attestationObject: text(made.response.attestationObject),
            clientDataJSON: text(made.response.clientDataJSON),
            transports: made.response.getTransports?.() ?? [],
          },
          clientExtensionResults: made.getClientExtensionResults(),
          authenticatorAttachment: made.authenticatorAttachment,
        },
        label,
      },
    })
    location.assign(base + '/security?done=passkey')
  }

  function explain(failure) {
    const stopped = failure instanceof DOMException
    alertBox.textContent =
      stopped && failure.name === 'InvalidStateError'
        ? 'This device has a passkey for you already.'
        : stopped
          ? 'The passkey was not used: it was cancelled, or took too long.'
          : failure.message
    alertBox.hidden = false
  }

  if (window.PublicKeyCredential === undefined) return
  for (const button of document.querySelectorAll('[data-passkey]')) {
    button.hidden = false
    button.addEventListener('click', async () => {
      alertBox.hidden = true
      button.disabled = true
      try {
        await (button.dataset.passkey === 'make' ? make() : show())
      } catch (failure) {
        explain(failure)
        button.disabled = false
      }
    })
  }
})()
