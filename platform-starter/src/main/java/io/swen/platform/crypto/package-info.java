/** Values that are stored sealed: each under a data key, which is wrapped by a key-encryption key that can be rotated. */
@NullMarked
package io.swen.platform.crypto;

import org.jspecify.annotations.NullMarked;
