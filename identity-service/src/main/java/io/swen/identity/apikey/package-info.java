/** Keys with which programs act for the person who made them, within a scope and a time. */
@NullMarked
package io.swen.identity.apikey;

import org.jspecify.annotations.NullMarked;
