/** Answers GraphQL queries from the services' REST interfaces, in the caller's name. */
@NullMarked
package io.swen.gateway.graphql;

import org.jspecify.annotations.NullMarked;
