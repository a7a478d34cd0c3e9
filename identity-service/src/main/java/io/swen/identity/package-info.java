/** The issuer of every token in SWEN: who people and services are, and what they may do. */
@NullMarked
package io.swen.identity;

import org.jspecify.annotations.NullMarked;
