/** What is stored of a person, handed out and removed. */
@NullMarked
package io.swen.identity.privacy;

import org.jspecify.annotations.NullMarked;
