/** What the product is made of and whether it can be trusted: bills of materials, advisories, equal rebuilds, provenance. */
@NullMarked
package io.swen.cli.supply;

import org.jspecify.annotations.NullMarked;
