package io.quorate.lab;

import io.quorate.Size;
import org.jspecify.annotations.Nullable;

/**
 * A volume of a lab's appliance.
 *
 * @param path pool, volume group and name
 * @param size its size
 * @param thin whether it takes only what was written
 * @param origin path of the snapshot that it is a clone of, or null
 */
public record LabVolume(
        String path, Size size, boolean thin, @Nullable String origin) {}
