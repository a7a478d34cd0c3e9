/** The browsers in which people are logged in: listed, ended, and their end told to the programs they were used with. */
@NullMarked
package io.swen.identity.session;

import org.jspecify.annotations.NullMarked;
