/** The people who may log in, their passwords, roles and scopes. */
@NullMarked
package io.swen.identity.user;

import org.jspecify.annotations.NullMarked;
