import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { AlarmScreen } from "@/components/alarms/alarm-screen";
import { alarmQuery } from "@/components/alarms/queries";
import { alarmName } from "@/lib/domain/ids-schema";
import { readAlarm } from "@/lib/operations/read-alarms";

interface PageProps {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Alarm ${decodeURIComponent((await params).name)}` };
}

export default async function AlarmPage({ params }: PageProps) {
  const { services } = await pageSession();
  const name = alarmName.safeParse(decodeURIComponent((await params).name)).data;
  if (!name) notFound();
  return (
    <Prefetched queries={[{ query: alarmQuery(name), read: () => readAlarm(services, name, new Date()) }]}>
      <AlarmScreen name={name} />
    </Prefetched>
  );
}
