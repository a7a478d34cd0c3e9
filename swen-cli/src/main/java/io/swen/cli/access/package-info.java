/** Holds every call of the running platform against who may make it. */
@NullMarked
package io.swen.cli.access;

import org.jspecify.annotations.NullMarked;
