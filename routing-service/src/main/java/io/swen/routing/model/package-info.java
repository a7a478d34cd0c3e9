/** What is learned from realised outcomes: trained beside the service, let into decisions only while it beats the baseline. */
@NullMarked
package io.swen.routing.model;

import org.jspecify.annotations.NullMarked;
