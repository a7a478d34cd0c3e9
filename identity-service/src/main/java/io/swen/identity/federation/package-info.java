/** Login at an external OpenID Connect issuer, whose groups become the roles that people have here. */
@NullMarked
package io.swen.identity.federation;

import org.jspecify.annotations.NullMarked;
