import { measurementPaths } from '../../../views/measurement.ts';

export const getStaticPaths = measurementPaths;
export const GET = ({ props }: { props: { text: string } }) => new Response(props.text);
