package io.quorate.winrm.recipe.standard;

import io.quorate.spi.Handlers;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.cluster.ClusterRecipes;
import io.quorate.winrm.recipe.directory.DirectoryRecipes;
import io.quorate.winrm.recipe.doctor.DoctorRecipes;
import io.quorate.winrm.recipe.host.HostRecipes;
import io.quorate.winrm.recipe.replica.ReplicaRecipes;
import io.quorate.winrm.recipe.vm.VirtualMachineRecipes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The recipes this backend comes with. */
public final class StandardRecipes {
    private StandardRecipes() {}

    /** Returns all of them; those of a subject are made when its first command is asked for. */
    public static Handlers<WindowsHost> recipes() {
        Map<String, Supplier<List<? extends Recipe<?, ?>>>> rooms = new LinkedHashMap<>();
        rooms.put("io.quorate.cluster.command", ClusterRecipes::all);
        rooms.put("io.quorate.vm.command", VirtualMachineRecipes::all);
        rooms.put("io.quorate.replica.command", ReplicaRecipes::all);
        rooms.put("io.quorate.host.command", HostRecipes::all);
        rooms.put("io.quorate.directory.command", DirectoryRecipes::all);
        rooms.put("io.quorate.doctor.command", DoctorRecipes::all);
        return Handlers.inRooms("WinRM", rooms);
    }
}
