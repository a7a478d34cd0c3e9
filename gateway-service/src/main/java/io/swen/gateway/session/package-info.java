/** The two ways in: a browser's session and a program's bearer token. */
@NullMarked
package io.swen.gateway.session;

import org.jspecify.annotations.NullMarked;
