/** What people prove themselves with beside a password: authenticator codes, passkeys and recovery codes. */
@NullMarked
package io.swen.identity.mfa;

import org.jspecify.annotations.NullMarked;
