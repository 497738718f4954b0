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
import java.util.ArrayList;
import java.util.List;

/** The recipes this backend comes with. */
public final class StandardRecipes {
    private StandardRecipes() {}

    /** Returns all of them. */
    public static Handlers<WindowsHost> recipes() {
        List<Recipe<?, ?>> all = new ArrayList<>(ClusterRecipes.all());
        all.addAll(VirtualMachineRecipes.all());
        all.addAll(ReplicaRecipes.all());
        all.addAll(HostRecipes.all());
        all.addAll(DirectoryRecipes.all());
        all.addAll(DoctorRecipes.all());
        return Handlers.of("WinRM", all);
    }
}
