/** What the platform measures of itself: each metric is declared once, with its tags and its meaning. */
@NullMarked
package io.swen.platform.metric;

import org.jspecify.annotations.NullMarked;
