-- Creating an aesthetic, adding images to one and importing one are requests like those for pictures. A server has a limit on aesthetics.

-- AlterTable
ALTER TABLE "guild" ADD COLUMN     "aesthetic_cap" INTEGER;

-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "making" BOOLEAN NOT NULL DEFAULT false;
