/** Looks for the platform's own secrets everywhere but where they belong, and changes the keys that seal what is stored. */
@NullMarked
package io.swen.cli.secrets;

import org.jspecify.annotations.NullMarked;
