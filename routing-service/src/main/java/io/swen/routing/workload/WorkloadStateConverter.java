package io.swen.routing.workload;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores a state under its {@link WorkloadState#id()}. */
@Converter(autoApply = true)
class WorkloadStateConverter implements AttributeConverter<WorkloadState, String> {

    @Override
    public String convertToDatabaseColumn(WorkloadState state) {
        return state.id();
    }

    @Override
    public WorkloadState convertToEntityAttribute(String id) {
        return WorkloadState.of(id);
    }
}
