/** The OpenID Connect issuer: its clients, its signing key, and the claims of its tokens. */
@NullMarked
package io.swen.identity.issuer;

import org.jspecify.annotations.NullMarked;
