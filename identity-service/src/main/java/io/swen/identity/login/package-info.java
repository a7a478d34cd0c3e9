/** The login page, its protection against guessing, and the record of who logged in. */
@NullMarked
package io.swen.identity.login;

import org.jspecify.annotations.NullMarked;
