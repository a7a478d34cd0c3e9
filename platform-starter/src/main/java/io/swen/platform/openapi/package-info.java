/** The OpenAPI document of a service, made to say what its JSON really is. */
@NullMarked
package io.swen.platform.openapi;

import org.jspecify.annotations.NullMarked;
