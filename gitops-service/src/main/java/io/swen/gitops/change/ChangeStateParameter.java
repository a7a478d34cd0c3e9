package io.swen.gitops.change;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads the state of a filter as it stands in JSON. */
@Component
class ChangeStateParameter implements Converter<String, ChangeState> {

    @Override
    public ChangeState convert(String given) {
        return ChangeState.ofId(given);
    }
}
