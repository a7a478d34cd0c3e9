/** Who is calling, what they may do, and the tokens that services show each other. */
@NullMarked
package io.swen.platform.security;

import org.jspecify.annotations.NullMarked;
