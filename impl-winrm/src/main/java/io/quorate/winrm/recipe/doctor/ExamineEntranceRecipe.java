package io.quorate.winrm.recipe.doctor;

import io.quorate.doctor.Entrance;
import io.quorate.doctor.command.ExamineEntrance;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;

/** Knocks, without a session. */
final class ExamineEntranceRecipe implements ReadingRecipe<ExamineEntrance, Entrance> {
    @Override
    public Class<ExamineEntrance> handles() {
        return ExamineEntrance.class;
    }

    @Override
    public Entrance run(ExamineEntrance command, WindowsHost host) {
        return host.entry().look();
    }
}
