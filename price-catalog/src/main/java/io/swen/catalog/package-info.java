/** The dated price lists SWEN ships with, and the labelled rules that derive prices where a list is silent. */
@NullMarked
package io.swen.catalog;

import org.jspecify.annotations.NullMarked;
